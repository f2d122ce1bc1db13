/// The closed sets of label values, as those who own them know them at start-up.
public struct GatewayLabels: Sendable {
  /// MCP methods by their names on the wire.
  public var methods: [String]
  /// Layers of the chain by their names on the wire, in the order of the chain.
  public var layers: [String]
  /// Every denial code with the layer that gives it.
  public var denials: [(layer: String, code: String)]
  /// Types of redacted values, as in `[REDACTED:TYPE]`.
  public var redactionTypes: [String]
  public var upstreams: [String]

  public init(
    methods: [String] = [], layers: [String] = [], denials: [(layer: String, code: String)] = [],
    redactionTypes: [String] = [], upstreams: [String] = []
  ) {
    self.methods = methods
    self.layers = layers
    self.denials = denials
    self.redactionTypes = redactionTypes
    self.upstreams = upstreams
  }
}
