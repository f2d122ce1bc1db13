/// Why a call needs a person: what the approver is shown besides the subject.
public struct ApprovalCase: Sendable, Equatable {
  /// One sentence.
  public let reason: String
  /// 0…100, of the session at the time of the call.
  public let riskScore: Int
  /// The arguments as the approver may see them: redacted by the caller, at most ``argumentsBytesMax`` are
  /// kept.
  public let arguments: String

  /// Bytes of arguments that are kept for the approver.
  public static let argumentsBytesMax = 4_096

  public init(reason: String, riskScore: Int, arguments: String) {
    self.reason = reason
    self.riskScore = riskScore
    guard arguments.utf8.count > Self.argumentsBytesMax else {
      self.arguments = arguments
      return
    }
    let kept = String(decoding: arguments.utf8.prefix(Self.argumentsBytesMax), as: UTF8.self)
    self.arguments = kept + "… (\(arguments.utf8.count) bytes)"
  }
}
