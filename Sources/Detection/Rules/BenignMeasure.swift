/// How often a rule fires where nothing is wrong. Written in rule files as `3/2271`.
public struct BenignMeasure: Sendable, Hashable {
  /// Harmless texts in which the rule fired.
  public var alarms: Int
  /// Harmless texts that were looked at.
  public var texts: Int

  public init(alarms: Int, texts: Int) {
    self.alarms = alarms
    self.texts = texts
  }

  /// Nil unless `text` is two counts with a slash between them, the first not above the second.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let alarms = parts[0], let texts = parts[1], texts > 0, 0...texts ~= alarms else { return nil }
    self.init(alarms: alarms, texts: texts)
  }

  /// False alarms as a share of harmless texts, 0…1.
  public var share: Double { texts == 0 ? 1 : Double(alarms) / Double(texts) }
}

extension DetectionCategory {
  /// The largest share of false alarms with which a rule of this class may do more than report.
  public var alarmShareMax: Double {
    switch self {
    case .credential: 0.001
    case .pii: 0.02
    case .injection: 0.005
    case .limit: 0
    }
  }
}
