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

  /// Scans `document`, replaces what `isWanted` picks, and does so again while the cut leaves something to
  /// find: what stood between two secrets can read differently without them. The same value goes wherever it stands,
  /// so that text and structured content still say the same.
  ///
  /// - Returns: The first scan's findings, and the text; `isClean` is false if even the last of
  ///   ``DetectionLimits/redactionRoundsMax`` rounds found something, or if the text could not be read whole.
  public func redacting(
    _ document: JSONDocument, scratch: ScanScratch, where isWanted: (Finding) -> Bool = { _ in true }
  ) -> RedactedDocument {
    let first = scan(document, scratch: scratch)
    var wanted = ValueTwins.added(to: first.filter(isWanted), in: document)
    var current = document
    for _ in 0..<DetectionLimits.redactionRoundsMax {
      if wanted.isEmpty { return RedactedDocument(bytes: current.bytes, findings: first, isClean: true) }
      guard !wanted.contains(where: { $0.category == .limit }),
        let next = try? JSONDocument(parsing: redacted(current, wanted), limits: Self.redactedLimits)
      else { break }
      current = next
      wanted = scan(current, scratch: scratch).filter(isWanted)
    }
    return RedactedDocument(bytes: current.bytes, findings: first, isClean: wanted.isEmpty)
  }

  /// The document was within the caller's limits and keeps its shape.
  private static let redactedLimits = JSONLimits(depthMax: JSONLimits.depthMaxEver, nodesMax: .max)
}
