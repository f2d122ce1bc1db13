public import Basics

/// Something a rule found, and where. Never holds the found text.
public struct Finding: Sendable, Hashable {
  /// Id of the rule.
  public var rule: String
  /// The name in the placeholder: `AWS_ACCESS_KEY_ID`.
  public var type: String
  public var category: DetectionCategory
  public var severity: DetectionSeverity
  /// What the profile and the rule together ask for.
  public var action: DetectionAction
  /// Index on the document's tape of the string, key or number that holds it; 0 for plain text.
  public var node: Int
  /// Byte offsets into the document or text. Where the value was encoded: the whole encoded run.
  public var range: Range<Int>
  /// The layers that were taken off before it was seen, outermost first; empty for plain sight.
  public var layers: [ViewKind] = []
  /// How sure the finding is, 0…1. Of attacks the rules that fire in one document add up.
  public var confidence = 1.0
  /// The checks that the value passed, beside its shape.
  public var checks: [Validator] = []

  /// Where in `document` it is, as a JSON Pointer; of a key, the pointer to its member. SOURCE: RFC 6901.
  public func pointer(in document: JSONDocument) -> String { document.pointer(to: node) }
}
