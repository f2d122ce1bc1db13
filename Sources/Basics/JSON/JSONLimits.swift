/// Limits of one strict JSON pass.
public struct JSONLimits: Sendable, Equatable {
  /// Nesting allowed, in levels; an array in an array is two.
  public static let depthMaxDefault = 64
  /// Values and keys allowed in one document; a node takes 16 bytes of memory.
  public static let nodesMaxDefault = 1_000_000
  /// Offsets are 32 bits wide, so no document may be larger than this, in bytes.
  public static let bytesMaxEver = 1 << 30
  /// Deepest nesting that may be configured, in levels: trees are walked recursively.
  public static let depthMaxEver = 512

  public var depthMax: Int
  public var nodesMax: Int

  public init(depthMax: Int = depthMaxDefault, nodesMax: Int = nodesMaxDefault) {
    self.depthMax = min(max(depthMax, 1), Self.depthMaxEver)
    self.nodesMax = max(nodesMax, 1)
  }

  public static let standard = JSONLimits()
}
