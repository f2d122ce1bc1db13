public import Basics
public import Rego

/// Questions put to policies and data as such, without a call: those of the REST API.
public struct PolicyReading: Sendable {
  /// What one question may cost.
  public static let limits = RegoLimits(
    steps: 10_000_000, depth: 1_000, bytes: 256 << 20, nanoseconds: 5_000_000_000)

  let policy: CompiledPolicy
  let network: RegoNetworkAccess?

  /// - Parameter network: Whom the policies may ask; nil means nobody.
  public init(_ policy: CompiledPolicy, network: RegoNetworkAccess? = nil) {
    self.policy = policy
    self.network = network
  }

  /// The document at `path`, base and virtual; nil if it is undefined. Blocks for as long as ``limits`` allow.
  public func document(at path: DocumentPath, input: JSONValue?) throws(RegoError) -> JSONValue? {
    try policy.query(path.reference).evaluate(Self.input(input), in: context())?.json
  }

  /// The answers of a query: the values of its variables, one object for each.
  public func answers(to body: String, input: JSONValue?) throws(RegoError) -> [JSONObject] {
    let query = try prepared(body)
    return try query.answers(Self.input(input), in: context())
  }

  /// The query, parsed and compiled.
  public func prepared(_ body: String) throws(RegoError) -> PreparedQuery { try policy.query(body: body) }

  /// What must still hold for `body`, in OPA's form, when of the input only `input` is known.
  ///
  /// - Parameter unknowns: `input` or paths below it; none means `input`.
  public func compiled(_ body: String, input: JSONValue?, unknowns: [String]) throws(RegoError) -> JSONValue {
    try policy.compile(query: body, input: input, unknowns: unknowns, in: context())
  }

  /// The syntax tree of a module as OPA writes it; nil if it cannot be made.
  public func syntaxTree(of module: RegoSource) -> JSONValue? {
    let input: JSONValue = ["id": .string(module.path), "raw": .string(module.text)]
    return (try? answers(to: "tree := rego.parse_module(input.id, input.raw)", input: input))?.first?["tree"]
  }

  /// A bundle compiled so that errors of built-in functions end an evaluation.
  public static func strictPolicy(_ bundle: PolicyBundle) throws(PolicyErrors) -> CompiledPolicy {
    try PolicyCompiler.compile(bundle.policies, of: bundle, isStrict: true)
  }

  private static func input(_ value: JSONValue?) -> RegoInput { value.map { RegoInput($0) } ?? RegoInput() }

  private func context() -> RegoContext {
    let context = RegoContext(limits: Self.limits)
    context.network = network
    return context
  }
}
