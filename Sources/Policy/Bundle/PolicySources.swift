public import Basics
public import Rego

/// Policies and data from files and directories that a command names, tests included.
public struct PolicySources: Sendable {
  /// Named by the paths as they were given.
  public let sources: [RegoSource]
  public let data: JSONValue

  /// Reads every path. Of a directory all `.rego`, `.json`, `.yaml` and `.yml` files below it; data lie in `data` where the
  /// directories say, those of single files at its root. A bundle, `.tar.gz`, is read as a directory. Blocking.
  public init(paths: [String], limits: PolicyLimits = .standard) throws(PolicyErrors) {
    var sources: [RegoSource] = []
    var dataFiles: [PolicyFile] = []
    for path in paths {
      for (file, shown) in try Self.files(path, limits) {
        guard file.kind == .policy || file.kind == .test else {
          dataFiles.append(file)
          continue
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
          throw PolicyErrors([PolicyProblem("policy_invalid_utf8", file: shown, "The file is not valid UTF-8.")])
        }
        sources.append(RegoSource(path: shown, text: text, version: file.version))
      }
    }
    self.sources = sources
    data = try PolicyBundle(files: dataFiles).data
  }

  /// Each file as it lies below what was named, and the path to show.
  private static func files(_ path: String, _ limits: PolicyLimits) throws(PolicyErrors) -> [(PolicyFile, String)] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if PolicyFile.Kind(name: name) != nil, let bytes = try? FileBytes.read(path, bytesMax: limits.fileBytesMax),
      let file = PolicyFile(path: name, bytes: bytes)
    {
      return [(file, path)]
    }
    let root = path.hasSuffix("/") ? path : path + "/"
    if BundleFile.isBundle(path) { return try BundleFile(path: path).files.map { ($0, root + $0.path) } }
    return try PolicyDirectory(root: path, limits: limits).files().map { ($0, root + $0.path) }
  }

  /// Compiles all sources, in Rego v1 or, where only that can be, v0.
  public func compile(isTraced: Bool = false, isStrict: Bool = false) throws(RegoErrors) -> CompiledPolicy {
    var options = RegoOptions(acceptsLegacySyntax: true)
    options.isTraced = isTraced
    options.isStrict = isStrict
    return try CompiledPolicy(sources: sources, data: data, options: options)
  }
}
