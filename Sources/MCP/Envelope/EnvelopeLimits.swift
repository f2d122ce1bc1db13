public import Basics

/// Limits of one JSON-RPC message.
public struct EnvelopeLimits: Sendable, Equatable {
  /// A string id longer than this is refused, in bytes of its unescaped text: ids are kept while a call is open.
  public static let idBytesMax = 256
  /// Method names, in bytes; the longest that the protocol defines has 43.
  public static let methodBytesMax = 128
  /// Tool and prompt names, resource URIs and task ids, in bytes: they go to policies, logs and records.
  public static let nameBytesMax = 8192
  /// Messages in one batch of revision 2025-03-26.
  public static let batchMessagesMaxDefault = 100

  public var json: JSONLimits
  public var batchMessagesMax: Int

  public init(json: JSONLimits = .standard, batchMessagesMax: Int = batchMessagesMaxDefault) {
    self.json = json
    self.batchMessagesMax = max(batchMessagesMax, 1)
  }

  public static let standard = EnvelopeLimits()
}
