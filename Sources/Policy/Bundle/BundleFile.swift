import Basics
import Rego

/// A bundle in one file, `.tar.gz`, as commands read it: all policies and data in it, tests included, held against its
/// manifest. Signatures are not looked at.
struct BundleFile {
  let files: [PolicyFile]

  static func isBundle(_ path: String) -> Bool { path.hasSuffix(".tar.gz") || path.hasSuffix(".tgz") }

  /// Blocking.
  init(path: String, limits: ArchiveLimits = .standard) throws(PolicyErrors) {
    guard let bytes = try? FileBytes.read(path, bytesMax: limits.unpackedBytesMax) else {
      throw PolicyErrors([PolicyProblem("policy_file_unreadable", file: path, "The file cannot be read.")])
    }
    do throws(BundleError) {
      let manifest = try PolicyArchive(name: path, archive: bytes, verifier: nil, limits: limits).manifest
      files = try PolicyArchive.files(in: bytes, limits).compactMap { file in
        guard let kind = PolicyFile.Kind(name: file.path) else { return nil }
        let isData = kind == .json || kind == .yaml
        if isData, !PolicyArchive.isData(file.path) { return nil }
        return PolicyFile(path: file.path, bytes: file.bytes, version: manifest.version(of: file.path))
      }
    } catch {
      throw PolicyErrors(
        error.problems.isEmpty ? [PolicyProblem(error.code.rawValue, file: path, error.message)] : error.problems)
    }
  }
}

extension PolicyBundle {
  /// A directory, or a bundle in one file. Blocking.
  public init(path: String, limits: PolicyLimits = .standard) throws(PolicyErrors) {
    guard BundleFile.isBundle(path) else {
      self = try PolicyBundle(directory: path, limits: limits)
      return
    }
    try self.init(files: try BundleFile(path: path).files)
  }
}
