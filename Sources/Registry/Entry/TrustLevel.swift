/// How much trust a tool asks for, after what it does to the world. Ordered: `low < medium < high`.
public enum TrustLevel: String, Sendable, CaseIterable, Comparable {
  /// It only looks.
  case low
  /// It makes or changes something.
  case medium
  /// It destroys something.
  case high

  /// The level that a tool's name suggests, by its first word: `get_`, `list_`, `read_` and their like are
  /// low, `delete_`, `remove_`, `destroy_` and their like are high, everything else is medium.
  public init(suggestedBy toolName: String) {
    self = Self.byVerb[Self.verb(of: toolName)] ?? .medium
  }

  public static func < (left: TrustLevel, right: TrustLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }

  private static let byVerb: [String: TrustLevel] = {
    let low = ["get", "list", "read", "search", "find", "show", "describe", "count"]
    let high = ["delete", "remove", "destroy", "drop", "purge", "wipe", "truncate"]
    let levels = low.map { ($0, TrustLevel.low) } + high.map { ($0, TrustLevel.high) }
    return Dictionary(levels) { first, _ in first }
  }()

  /// The name up to the first separator or change to upper case, in lower case: `getUser`, `get_user`,
  /// `get-user` and `get.user` all begin with `get`.
  private static func verb(of toolName: String) -> String {
    var verb: [UInt8] = []
    for byte in toolName.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): verb.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z") where verb.isEmpty: verb.append(byte | 0x20)
      default: return String(decoding: verb, as: UTF8.self)
      }
    }
    return String(decoding: verb, as: UTF8.self)
  }
}
