public import Basics

/// Modules and base documents, compiled together; immutable, to be shared by any number of threads.
///
/// ```swift
/// let policy = try CompiledPolicy(sources: [RegoSource(path: "authz.rego", text: text)], data: data)
/// let query = try policy.query("data.mcp.authz.allow")
/// let context = RegoContext(policy)
/// var input = RegoInput()
/// input.set("user", "alice")
/// let result = try query.evaluate(input, in: context)
/// ```
@safe public final class CompiledPolicy: @unchecked Sendable {
  // SAFETY (Sendable): nothing is written after `init`; values live in the code's arena.
  let code: Code
  let builder: CompiledModules
  let options: RegoOptions

  /// Package paths with `data.` in front, in order.
  public let packages: [String]
  /// First keys of `input` that any rule may read; nil if a rule may read all of it.
  public let inputKeys: Set<String>?

  /// Compiles all sources together. Cost is linear in their size.
  ///
  /// - Throws: every fault found in the first stage that found one.
  public init(
    sources: [RegoSource], data: JSONValue = .object(JSONObject()), options: RegoOptions = RegoOptions()
  ) throws(RegoErrors) {
    let compiled = try CompiledModules.compile(sources: sources, data: data, options: options)
    builder = compiled
    code = Code(
      program: compiled.program, arena: compiled.arena, isStrict: options.strictBuiltinErrors)
    self.options = options
    packages = Set(compiled.modules.map { "data." + $0.package.joined(separator: ".") }).sorted()
    inputKeys = compiled.inputKeys
  }

  /// Prepares the value of one document: `data.mcp.authz.allow`, `data.mcp`, `data`.
  public func query(_ reference: String) throws(RegoError) -> PreparedQuery {
    try PreparedQuery(policy: self, query: reference, bindsVariables: false)
  }

  /// Prepares any query; the answers are the bindings of its variables.
  public func query(body: String) throws(RegoError) -> PreparedQuery {
    try PreparedQuery(policy: self, query: body, bindsVariables: true)
  }
}
