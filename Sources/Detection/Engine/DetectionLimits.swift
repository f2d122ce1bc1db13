/// Every bound of the detection engine. None of them makes it skip text silently: text beyond a bound
/// gives a finding of category ``DetectionCategory/limit``.
public enum DetectionLimits {
  /// Rules in one engine.
  public static let rulesMax = 4_096
  /// Bytes of one expression in a rule.
  public static let patternBytesMax = 4_096
  /// Bytes that one expression may match.
  public static let patternWidthMax = 2_048
  /// Bytes of memory for one compiled confirming expression.
  static let confirmingMemoryBytesMax: Int64 = 8 << 20
  /// Bytes of one scanned text.
  public static let textBytesMax = 1 << 30
  /// Candidates in one text; each costs memory until it is confirmed.
  static let candidatesMax = 1 << 17
  /// Findings of one scan.
  public static let findingsMax = 4_096
  /// Scans of one document while redaction still leaves something.
  public static let redactionRoundsMax = 4
  /// Layers of encoding that are taken off.
  public static let viewDepthMax = 4
  /// Decoded or folded views of one scan.
  public static let viewsMax = 256
  /// Bytes of all views of one scan: this and four times the text.
  static let viewBytesBase = 64 << 10
  static let viewBytesFactor = 4
  /// Bytes of a string that is read reversed, rotated, or without its gaps.
  static let disguiseBytesMax = 16 << 10
  /// Strings side by side that are read as one, and the bytes at the ends of a longer one.
  static let joinedPiecesMax = 128
  static let joinedEndBytes = 160
  /// What signals of an attack must come to together, 0…1, to be reported.
  public static let attackConfidenceMin = 0.45
  /// Bytes of a value that validators look at.
  static let judgedBytesMax = 1_024
  /// Bytes of a value in which a placeholder's words are looked for.
  static let placeholderBytesMax = 80
  /// Bytes looked at before and after a match for a context word.
  static let contextBytesBefore = 64
  static let contextBytesAfter = 24
  /// Tape nodes looked at to find the key of an array's element.
  static let keySearchNodesMax = 64
  /// Bytes of a value of a suspicious key that can be a secret.
  static let keyedValueBytesMax = 8_192
}
