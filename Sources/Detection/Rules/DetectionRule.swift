/// One rule: what to look for, what confirms it, and what it is called. A plain value; rules are
/// written in YAML files (`config/detection/*.yaml`) and read by ``RuleFile``.
public struct DetectionRule: Sendable, Hashable {
  /// Unique, lower case with hyphens: `aws-access-key-id`.
  public var id: String
  /// The name in a placeholder, upper case with underscores: `AWS_ACCESS_KEY_ID`.
  public var type: String
  public var category: DetectionCategory
  public var severity: DetectionSeverity
  public var description: String

  /// RE2 expressions searched for in every text. The group named `value` (or the first group, or the
  /// whole match) is what was found. No expression may be able to match the empty string or more than
  /// ``DetectionLimits/patternWidthMax`` bytes; longer values are taken in by `extent`.
  public var patterns: [String] = []
  /// Cheap expressions, one of which lies in every match of `patterns`; the patterns are then only run
  /// around them. For patterns that begin with nothing firm, such as digits; rules can share them.
  public var anchors: [String] = []
  /// The patterns are only run around numbers written with so many digits in a row (which spaces and
  /// punctuation do not end, but letters do), and so many digits and letters in all. 0 for no such need.
  public var digitsMin = 0
  public var digitsMax = 0
  public var charactersMin = 0
  /// The patterns are only run around unbroken runs of 20 or more letters, digits and `+/-_`,
  /// with both letters and digits near their beginning.
  public var isInRun = false
  /// Names of a vendor or product: a value after such a name and a word like key, token or secret is a
  /// candidate, and so is the value of a member with such a key.
  public var named: [String] = []
  /// RE2 expression for the value after a name; it then needs no word like key. Without one, any token of 16 to
  /// 200 bytes with letters and digits will do.
  public var value: String?
  /// RE2 expressions for the end of object keys; where one matches, the member's scalar value is the
  /// candidate.
  public var keys: [String] = []
  /// Characters that are not shown, which this rule reports.
  public var hidden: [HiddenText] = []
  /// How far a match reaches beyond what its pattern describes.
  public var extent: MatchExtent = .match

  /// Words of which one must (`isContextRequired`) stand near the match or in the key of its value.
  public var context: [String] = []
  public var isContextRequired = false
  /// Words that must not stand before the value or in its key: what they name looks alike and is none.
  public var unless: [String] = []

  public var validators: [Validator] = []
  /// Values printed in manuals and samples for everybody to see: not found.
  public var published: [String] = []
  /// Least Shannon entropy of the found value, in bits per byte.
  public var entropyMin: Double?
  /// A finding of this rule gives way to an overlapping finding of another.
  public var isFallback = false

  /// How sure a finding is, 0…1; without it what is usual for the class, the severity and the validators.
  public var confidence: Double?
  /// Whether findings may act, are only reported, or only counted.
  public var lane = DetectionLane.enforce
  /// In how many harmless texts the rule was measured to fire.
  public var benign: BenignMeasure?
  /// The strongest action that a finding of this rule may cause.
  public var actionMax: DetectionAction = .block
  /// CWE, OWASP and other references.
  public var references: [String] = []
  /// Texts in which the rule must fire, and must not.
  public var positives: [String] = []
  public var negatives: [String] = []

  /// Whether findings may do more than be reported: in the lane for it, and not known to cry wolf.
  var mayAct: Bool {
    guard lane == .enforce else { return false }
    return benign.map { $0.share <= category.alarmShareMax } ?? true
  }

  public init(
    id: String, type: String, category: DetectionCategory, severity: DetectionSeverity, description: String
  ) {
    self.id = id
    self.type = type
    self.category = category
    self.severity = severity
    self.description = description
  }
}
