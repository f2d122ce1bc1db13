import Yams

/// Reads one YAML document of the kind that configuration needs.
///
/// The whole of YAML 1.2 except what makes a document mean more than its text shows: anchors and aliases
/// (which let a short text stand for an endless one), tags, mappings with keys that are not text, and
/// several documents in one file. Duplicate keys are refused.
///
/// - Source: YAML 1.2.2 <https://yaml.org/spec/1.2.2/>.
public struct YAMLReader: Sendable {
  public let limits: YAMLLimits

  public init(limits: YAMLLimits = .standard) {
    self.limits = limits
  }

  /// The root of the document; nil if the text holds nothing but comments and white space.
  ///
  /// - Complexity: O(n) in bytes.
  public func read(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
    guard bytes.count <= limits.bytesMax else {
      throw YAMLError(
        .tooLarge, "The text has \(bytes.count) bytes; \(limits.bytesMax) are allowed.", at: nil)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw YAMLError(.invalidUTF8, "The text is not valid UTF-8.", at: nil)
    }
    if let name = AliasScan.firstAlias(in: bytes) {
      throw YAMLError(.aliasUnsupported, "Anchors and aliases (*\(name)) are not supported.", at: nil)
    }
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic).singleRoot()
    } catch {
      throw YAMLError(parsing: error)
    }
    guard let root else { return nil }
    var conversion = YAMLConversion(limits: limits)
    return try conversion.node(root, depth: 1)
  }
}
