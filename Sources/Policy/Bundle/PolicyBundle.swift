public import Basics
public import Rego

/// All policies and data below one directory, read and named by a digest, not yet compiled.
public struct PolicyBundle: Sendable {
  /// Every file, tests included, in order of the path.
  public let files: [PolicyFile]
  /// Data files merged, as `data` begins.
  public let data: JSONValue
  /// SHA-256 over the loaded files, tests left out: of the text that
  /// `LC_ALL=C sha256sum` prints for them in order of their paths (`hex`, two spaces, path, newline).
  public let digest: Digest256
  /// The policies, without tests.
  public let policies: [RegoSource]

  /// Reads all `.rego`, `.json`, `.yaml` and `.yml` files below `directory`. Blocking.
  public init(directory: String, limits: PolicyLimits = .standard) throws(PolicyErrors) {
    try self.init(files: try PolicyDirectory(root: directory, limits: limits).files())
  }

  /// A bundle of files that were read elsewhere.
  public init(files: [PolicyFile]) throws(PolicyErrors) {
    var tree = DataTree()
    var problems: [PolicyProblem] = []
    for file in files {
      do {
        try tree.add(file)
      } catch {
        problems += error.problems
      }
    }
    for file in files where file.kind == .policy || file.kind == .test {
      if String(validating: file.bytes, as: UTF8.self) == nil {
        problems.append(PolicyProblem("policy_invalid_utf8", file: file.path, "The file is not valid UTF-8."))
      }
    }
    guard problems.isEmpty else { throw PolicyErrors(problems) }
    self.files = files
    data = .object(tree.root)
    let listing = files.filter { $0.kind != .test }.map { "\($0.digest.hex)  \($0.path)\n" }.joined()
    digest = Digest256(of: Array(listing.utf8))
    policies = Self.sources(of: .policy, in: files)
  }

  /// What a ``PolicyStack`` makes of several sources.
  init(files: [PolicyFile], data: JSONValue, policies: [RegoSource], digest: Digest256) {
    self.files = files
    self.data = data
    self.policies = policies
    self.digest = digest
  }

  public var tests: [RegoSource] { Self.sources(of: .test, in: files) }

  private static func sources(of kind: PolicyFile.Kind, in files: [PolicyFile]) -> [RegoSource] {
    files.filter { $0.kind == kind }
      .map { RegoSource(path: $0.path, text: String(decoding: $0.bytes, as: UTF8.self), version: $0.version) }
  }
}
