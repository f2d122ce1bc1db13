import Basics
import Rego

/// What a bundle says of itself, in `.manifest`.
///
/// - Source: OPA, Bundles, Bundle File Format.
public struct BundleManifest: Sendable, Equatable {
  public static let fileName = ".manifest"
  /// Roots that one bundle may claim.
  static let rootsMax = 1_000
  /// Entries of `file_rego_versions`.
  static let fileVersionsMax = 1_000

  /// The author's name for this state of the bundle; may be empty.
  public let revision: String
  /// Paths below `data` that the bundle owns, with slashes; one empty path owns everything.
  public let roots: [[String]]
  /// The language of the policies, if the bundle says it.
  let version: RegoVersion?
  /// Exceptions by file name pattern, in order of the pattern.
  private let fileVersions: [FileVersion]

  private struct FileVersion: Sendable, Equatable {
    let pattern: PathPattern
    let version: RegoVersion
  }

  /// A bundle without a manifest owns everything.
  public static let absent = BundleManifest()

  private init() {
    revision = ""
    roots = [[]]
    version = nil
    fileVersions = []
  }

  public init(_ bytes: [UInt8]) throws(BundleError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue.parse(bytes)
    } catch {
      throw BundleError(.manifest, ".manifest is not JSON: \(error)")
    }
    guard document.objectValue != nil else { throw BundleError(.manifest, ".manifest must be an object.") }
    revision = try Self.revision(document["revision"])
    roots = try Self.roots(document["roots"])
    version = try Self.version(document["rego_version"], "rego_version")
    fileVersions = try Self.fileVersions(document["file_rego_versions"])
  }

  /// The language of one file; nil leaves it to the compiler.
  func version(of path: String) -> RegoVersion? {
    fileVersions.first { $0.pattern.matches(path) }?.version ?? version
  }

  /// Whether the bundle owns `path`, given in parts.
  public func owns(_ path: [String]) -> Bool { roots.contains { path.starts(with: $0) } }

  private static func revision(_ value: JSONValue?) throws(BundleError) -> String {
    guard let value, value != .null else { return "" }
    guard let text = value.stringValue else { throw BundleError(.manifest, "revision must be a string.") }
    return text
  }

  private static func roots(_ value: JSONValue?) throws(BundleError) -> [[String]] {
    guard let value, value != .null else { return [[]] }
    guard let texts = value.arrayValue?.map(\.stringValue), texts.count <= rootsMax else {
      throw BundleError(.manifest, "roots must be a list of at most \(rootsMax) strings.")
    }
    var roots: [[String]] = []
    for text in texts {
      guard let text else { throw BundleError(.manifest, "roots must be a list of strings.") }
      let root = text.split(separator: "/").map(String.init)
      for other in roots where root.starts(with: other) || other.starts(with: root) {
        throw BundleError(
          .manifest,
          "manifest has overlapped roots: '\(other.joined(separator: "/"))' and '\(root.joined(separator: "/"))'")
      }
      roots.append(root)
    }
    return roots
  }

  private static func version(_ value: JSONValue?, _ key: String) throws(BundleError) -> RegoVersion? {
    switch value {
    case nil, .null?: nil
    case .number(let number)? where number.int64 == 0: .v0
    case .number(let number)? where number.int64 == 1: .v1
    default: throw BundleError(.manifest, "\(key) must be 0 or 1.")
    }
  }

  private static func fileVersions(_ value: JSONValue?) throws(BundleError) -> [FileVersion] {
    guard let value, value != .null else { return [] }
    guard let members = value.objectValue, members.count <= fileVersionsMax else {
      throw BundleError(.manifest, "file_rego_versions must be an object of at most \(fileVersionsMax) members.")
    }
    var versions: [FileVersion] = []
    for (pattern, value) in members.sorted(by: { $0.key < $1.key }) {
      guard let version = try version(value, "file_rego_versions") else { continue }
      versions.append(FileVersion(pattern: PathPattern(pattern), version: version))
    }
    // A name given in full is stronger than a pattern.
    return versions.filter { $0.pattern.isExact } + versions.filter { !$0.pattern.isExact }
  }
}
