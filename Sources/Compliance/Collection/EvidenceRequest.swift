public import Basics

/// What evidence is wanted, and from where.
public struct EvidenceRequest: Sendable {
  public var frameworks: [Framework]
  public var period: EvidencePeriod
  public var source: any EntrySource
  /// Entries that are read at most; what lies behind them is not judged.
  public var entriesMax = Int.max
  /// The log whose chain is re-derived; nil if only an index of it is at hand.
  public var logPath: String?
  /// The gateway's settings, every key with its value, for ``Control/settings``.
  public var settings: [String: String] = [:]
  /// The settings as they are kept with the evidence.
  public var configuration = JSONValue.null
  /// A directory of the reports that `agw backup test` writes; nil for none.
  public var restoreReports: String?
  public var now: Timestamp

  public init(_ frameworks: [Framework], _ period: EvidencePeriod, from source: any EntrySource, now: Timestamp) {
    self.frameworks = frameworks
    self.period = period
    self.source = source
    self.now = now
  }

  /// A configuration's members with their sections, flat; lists are joined with commas.
  public static func flat(_ configuration: JSONValue) -> [String: String] {
    var settings: [String: String] = [:]
    var open: [(String, JSONValue)] = [("", configuration)]
    while let (name, value) = open.popLast() {
      switch value {
      case .object(let members):
        for (key, member) in members { open.append((name.isEmpty ? key : "\(name).\(key)", member)) }
      case .array(let elements): settings[name] = elements.map { $0.stringValue ?? $0.text }.joined(separator: ",")
      case .null: settings[name] = ""
      case .string(let text): settings[name] = text
      default: settings[name] = value.text
      }
    }
    return settings
  }
}
