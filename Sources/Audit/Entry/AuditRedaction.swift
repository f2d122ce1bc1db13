/// How many values of one type were withheld from a message.
public struct AuditRedaction: Sendable, Equatable {
  /// As in `[REDACTED:TYPE]`.
  public var type: String
  public var count: Int

  public init(type: String, count: Int) {
    self.type = type
    self.count = count
  }
}
