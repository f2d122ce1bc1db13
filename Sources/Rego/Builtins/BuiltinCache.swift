/// What built-ins keep between calls of one context: compiled patterns, and values that must not change within a
/// decision.
struct BuiltinCache {
  /// Patterns, globs and schemas of each kind kept per context; when full it starts anew.
  static let patternLimit = 256

  private var patterns: [String: RegularExpression] = [:]
  private var globs: [String: RegularExpression] = [:]
  /// By the address of the schema.
  private var schemas: [UInt64: SchemaNode] = [:]
  /// `uuid.rfc4122`, `rand.intn` and what came over the network: the same for the same question during a decision.
  var perDecision: [String: Value] = [:]
  /// Calls to the network during this decision.
  var networkCalls = 0

  mutating func begin() {
    networkCalls = 0
    if !perDecision.isEmpty { perDecision.removeAll(keepingCapacity: true) }
  }

  mutating func pattern(_ source: String) throws(BuiltinError) -> RegularExpression {
    if let known = patterns[source] { return known }
    let made = try RegularExpression(source)
    if patterns.count >= BuiltinCache.patternLimit { patterns.removeAll() }
    patterns[source] = made
    return made
  }

  func schema(at address: UInt64) -> SchemaNode? { schemas[address] }

  mutating func keep(_ schema: SchemaNode, at address: UInt64) {
    if schemas.count >= BuiltinCache.patternLimit { schemas.removeAll() }
    schemas[address] = schema
  }

  mutating func glob(
    _ key: String, _ translate: () throws(BuiltinError) -> String
  ) throws(BuiltinError) -> RegularExpression {
    if let known = globs[key] { return known }
    let made = try RegularExpression(try translate())
    if globs.count >= BuiltinCache.patternLimit { globs.removeAll() }
    globs[key] = made
    return made
  }
}
