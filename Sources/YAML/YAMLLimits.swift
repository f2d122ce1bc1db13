/// What one YAML document may cost.
public struct YAMLLimits: Sendable {
  /// Size of the text, in bytes.
  public var bytesMax: Int
  /// Nesting of sequences and mappings, in levels.
  public var depthMax: Int
  /// Scalars, sequences and mappings together.
  public var nodesMax: Int

  public init(bytesMax: Int = 4_194_304, depthMax: Int = 64, nodesMax: Int = 200_000) {
    self.bytesMax = bytesMax
    self.depthMax = depthMax
    self.nodesMax = nodesMax
  }

  public static let standard = YAMLLimits()
}
