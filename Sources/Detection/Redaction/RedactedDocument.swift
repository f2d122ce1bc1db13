/// A document after redaction.
public struct RedactedDocument: Sendable, Hashable {
  /// Valid JSON.
  public var bytes: [UInt8]
  /// What was found in the document as it came; ranges are offsets into it.
  public var findings: [Finding]
  /// Whether nothing of what was to go is left. If not, refuse the document.
  public var isClean: Bool
}
