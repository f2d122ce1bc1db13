import FoundationEssentials

/// The files below some paths, in order; what Git keeps for itself and what was built is left out.
struct FileTree {
  private(set) var files: [String] = []
  /// Paths that are not there.
  private(set) var missing: [String] = []

  private static let skipped: Set<String> = [".git", ".hg", ".svn", ".build", "node_modules", "__pycache__"]

  init(_ paths: [String]) {
    for path in paths {
      var isDirectory = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
        missing.append("\(path): there is no such file or directory")
        continue
      }
      guard isDirectory else {
        files.append(path)
        continue
      }
      add(directory: path)
    }
  }

  /// A stack instead of recursion: directories can be nested as deep as whoever made them likes.
  private mutating func add(directory: String) {
    var open = [directory]
    while let next = open.popLast() {
      let names = ((try? FileManager.default.contentsOfDirectory(atPath: next)) ?? []).sorted()
      var inner: [String] = []
      for name in names where !Self.skipped.contains(name) && !name.hasPrefix(".venv") {
        let path = next == "." ? name : next.hasSuffix("/") ? next + name : next + "/" + name
        // What a link leads to is scanned where it lies.
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil { continue }
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { continue }
        if isDirectory { inner.append(path) } else { files.append(path) }
      }
      open += inner.reversed()
    }
  }
}
