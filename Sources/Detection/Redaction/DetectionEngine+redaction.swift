public import Basics

extension DetectionEngine {
  /// The whole document with the spans of `findings` replaced by `[REDACTED:TYPE]`.
  ///
  /// Every other byte stays as it is. The result is valid JSON; a number that was found has become a string.
  /// Findings of category `limit` have no span and change nothing: refuse the document instead.
  ///
  /// - Parameter findings: From a scan of this document; overlapping ones become one placeholder.
  /// - Complexity: O(bytes + findings · log findings).
  public func redacted(_ document: JSONDocument, _ findings: [Finding]) -> [UInt8] {
    Redactor.redacted(document, findings)
  }

  /// The text with the spans of `findings` replaced.
  public func redacted(text: [UInt8], _ findings: [Finding]) -> [UInt8] {
    Redactor.redacted(text: text, findings)
  }
}
