/// A place below `data`, in parts: `/v1/data/teams/any` is `["teams", "any"]`.
public struct DocumentPath: Sendable, Hashable {
  /// Longest path, in parts: documents are walked recursively.
  public static let partsMax = 64

  public let parts: [String]

  /// Nil if it is longer than ``partsMax``.
  public init?(_ parts: [String]) {
    guard parts.count <= Self.partsMax else { return nil }
    self.parts = parts
  }

  /// Reads the path of a URL: parts between slashes, percent-encoded; empty parts do not count.
  ///
  /// Nil if a part is badly encoded, is not UTF-8, or if there are too many.
  public init?(url text: some StringProtocol) {
    var parts: [String] = []
    for part in text.utf8.split(separator: UInt8(ascii: "/")) {
      guard let decoded = PercentEncoding.decode(part) else { return nil }
      parts.append(decoded)
    }
    self.init(parts)
  }

  /// Reads the path of a patch operation: parts between slashes, where `~1` is a slash and `~0` a tilde (RFC 6901), or
  /// percent-encoded as OPA also takes them.
  public init?(pointer text: String, below root: DocumentPath) {
    guard text.isEmpty || text.hasPrefix("/") || !text.utf8.contains(UInt8(ascii: "~")) else { return nil }
    var parts = root.parts
    for part in text.utf8.split(separator: UInt8(ascii: "/")) {
      guard let decoded = PercentEncoding.decode(part) else { return nil }
      parts.append(decoded.replacing("~1", with: "/").replacing("~0", with: "~"))
    }
    self.init(parts)
  }

  /// The document as Rego writes it: `data.teams["any one"]`, with whole numbers as OPA reads them.
  public var reference: String {
    var text = "data"
    for part in parts {
      if let index = Int(part), String(index) == part {
        text += "[\(index)]"
      } else {
        text += "[\(Self.quoted(part))]"
      }
    }
    return text
  }

  /// The document for people: `data.teams.any`.
  public var name: String { (["data"] + parts).joined(separator: ".") }

  public var text: String { "/" + parts.joined(separator: "/") }

  private static func quoted(_ text: String) -> String { JSONText.quoted(text) }
}
