import FoundationEssentials
import Glibc

/// Finds the files of a bundle below a directory.
///
/// Names that begin with a dot are left out, as Kubernetes wants it: a mounted ConfigMap keeps its versions
/// in such directories and links to the current one. Links are followed as long as they stay in the
/// directory.
struct PolicyDirectory {
  let root: String
  let limits: PolicyLimits

  /// Every file, in order of its path. Blocking.
  func files() throws(PolicyErrors) -> [PolicyFile] {
    guard let real = Self.realPath(root), isDirectory(real) else {
      throw PolicyErrors([
        PolicyProblem("policy_directory_missing", file: root, "There is no such directory.")
      ])
    }
    var walk = Walk(real: real, limits: limits)
    try walk.enter(real, as: "", depth: 1)
    return walk.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private struct Walk {
    let real: String
    let limits: PolicyLimits
    var files: [PolicyFile] = []
    private var entries = 0
    private var bytes = 0

    init(real: String, limits: PolicyLimits) {
      self.real = real
      self.limits = limits
    }

    mutating func enter(_ directory: String, as path: String, depth: Int) throws(PolicyErrors) {
      guard depth <= limits.depthMax else {
        throw Self.fault("policy_too_deep", path, "Directories are nested deeper than \(limits.depthMax).")
      }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
        throw Self.fault("policy_file_unreadable", path, "The directory cannot be read.")
      }
      for name in names.sorted() where !name.hasPrefix(".") {
        entries += 1
        guard entries <= limits.entriesMax else {
          throw Self.fault(
            "policy_too_many_files", path, "More than \(limits.entriesMax) files and directories.")
        }
        try visit(directory + "/" + name, as: path.isEmpty ? name : path + "/" + name, depth: depth)
      }
    }

    private mutating func visit(_ place: String, as path: String, depth: Int) throws(PolicyErrors) {
      // What leads nowhere, or outside, is a problem only if it would count.
      guard let target = PolicyDirectory.realPath(place), target == real || target.hasPrefix(real + "/")
      else {
        if PolicyFile.Kind(name: path) != nil {
          throw Self.fault("policy_link_outside", path, "The link leads out of the directory of policies.")
        }
        return
      }
      if isDirectory(target) {
        return try enter(target, as: path, depth: depth + 1)
      }
      guard PolicyFile.Kind(name: path) != nil else { return }
      try add(target, as: path)
    }

    private mutating func add(_ place: String, as path: String) throws(PolicyErrors) {
      guard files.count < limits.filesMax else {
        throw Self.fault("policy_too_many_files", path, "More than \(limits.filesMax) files.")
      }
      let size = (try? FileManager.default.attributesOfItem(atPath: place))?[.size] as? UInt64 ?? 0
      guard size <= UInt64(limits.fileBytesMax) else {
        throw Self.fault(
          "policy_file_too_large", path, "The file is larger than \(limits.fileBytesMax) bytes.")
      }
      guard let content = FileManager.default.contents(atPath: place),
        let file = PolicyFile(path: path, bytes: Array(content))
      else { throw Self.fault("policy_file_unreadable", path, "The file cannot be read.") }
      bytes += file.bytes.count
      guard bytes <= limits.totalBytesMax else {
        throw Self.fault(
          "policy_too_large", path, "All files together are larger than \(limits.totalBytesMax) bytes.")
      }
      files.append(file)
    }

    private static func fault(_ code: String, _ path: String, _ message: String) -> PolicyErrors {
      PolicyErrors([PolicyProblem(code, file: path, message)])
    }
  }

  /// The path without links; nil if nothing is there.
  private static func realPath(_ path: String) -> String? {
    // SAFETY: realpath allocates the text that it returns; it is copied and then freed.
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(validatingCString: text)
  }
}

private func isDirectory(_ path: String) -> Bool {
  var isDirectory = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
}
