import FoundationEssentials

/// The package's files, found from where this file stands, read once.
struct SourceTree: Sendable {
  let root: String
  /// Paths from the root, build products and version control left out.
  let paths: [String]
  let sources: [SourceFile]

  static let package = SourceTree()

  init(startingAt file: String = #filePath) {
    let manager = FileManager.default
    // Links are followed first: a package may be built through links to its folders.
    var folder = URL(filePath: file).resolvingSymlinksInPath().path(percentEncoded: false)
    while !folder.isEmpty, folder != "/", !manager.fileExists(atPath: folder + "/Package.swift") {
      folder = URL(filePath: folder).deletingLastPathComponent().path(percentEncoded: false)
      while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    }
    root = folder
    var found: [String] = []
    for entry in (try? manager.contentsOfDirectory(atPath: root)) ?? [] where !entry.hasPrefix(".") {
      found.append(entry)
      let inner = (try? manager.subpathsOfDirectory(atPath: root + "/" + entry)) ?? []
      found += inner.map { entry + "/" + $0 }
    }
    paths = found.filter { !Self.isForeign($0) }.sorted()
    sources = paths.filter { Self.isSwift($0) }.map { [root] path in
      SourceFile(path: path, bytes: Self.bytes(at: root + "/" + path))
    }
  }

  func text(at path: String) -> String { String(decoding: Self.bytes(at: root + "/" + path), as: UTF8.self) }

  /// Folders of targets below `folder`.
  func targetFolders(in folder: String) -> Set<String> {
    var names: Set<String> = []
    for path in paths {
      let parts = path.utf8.split(separator: UInt8(ascii: "/"))
      if parts.count > 2, String(decoding: parts[0], as: UTF8.self) == folder {
        names.insert(String(decoding: parts[1], as: UTF8.self))
      }
    }
    return names
  }

  private static func isSwift(_ path: String) -> Bool {
    path.hasSuffix(".swift") && (path.hasPrefix("Sources/") || path.hasPrefix("Tests/"))
  }

  /// Environments and build products that a working copy may hold.
  private static func isForeign(_ path: String) -> Bool {
    let foreign: Set<String> = [".build", "node_modules", ".venv", "venv", "site-packages"]
    let folders = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    return !foreign.isDisjoint(with: folders)
  }

  private static func bytes(at path: String) -> [UInt8] {
    FileManager.default.contents(atPath: path).map { Array($0) } ?? []
  }
}
