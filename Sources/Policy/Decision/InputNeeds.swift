/// The parts of the input document that some policy may read.
///
/// Whoever asks may leave out what nobody reads: making it costs more than the decision.
public struct InputNeeds: OptionSet, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let caller = InputNeeds(rawValue: 1 << 0)
  public static let callee = InputNeeds(rawValue: 1 << 1)
  public static let method = InputNeeds(rawValue: 1 << 2)
  public static let tool = InputNeeds(rawValue: 1 << 3)
  public static let arguments = InputNeeds(rawValue: 1 << 4)
  public static let toolInfo = InputNeeds(rawValue: 1 << 5)
  public static let principal = InputNeeds(rawValue: 1 << 6)
  public static let session = InputNeeds(rawValue: 1 << 7)
  public static let request = InputNeeds(rawValue: 1 << 8)

  public static let all: InputNeeds = [
    .caller, .callee, .method, .tool, .arguments, .toolInfo, .principal, .session, .request,
  ]

  /// The keys of the input document, each with the part that it shows. A part may have two names.
  static let keys: [(key: String, part: InputNeeds)] = [
    ("caller_spiffe_id", .caller), ("caller", .caller),
    ("callee_spiffe_id", .callee),
    ("method", .method),
    ("tool_name", .tool), ("tool", .tool), ("action", .tool),
    ("arguments", .arguments), ("params", .arguments),
    ("tool_info", .toolInfo),
    ("principal", .principal),
    ("session", .session),
    ("request", .request),
  ]

  /// Of the keys, those that rules read; nil means that they may read everything.
  static func keys(readBy names: Set<String>?) -> [(key: String, part: InputNeeds)] {
    keys.filter { names?.contains($0.key) != false }
  }
}
