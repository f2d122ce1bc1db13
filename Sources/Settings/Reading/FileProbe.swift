import FoundationEssentials

/// The little that reading a configuration needs to know about the file system.
public struct FileProbe: Sendable {
  public enum Kind: Sendable, Equatable {
    case file, directory, missing
  }

  /// What stands at a path. Relative paths are relative to the working directory.
  public let kind: @Sendable (String) -> Kind
  /// The bytes of a file; nil if it cannot be read or is larger than the limit given.
  public let read: @Sendable (_ path: String, _ bytesMax: Int) -> [UInt8]?

  public init(
    kind: @escaping @Sendable (String) -> Kind, read: @escaping @Sendable (String, Int) -> [UInt8]?
  ) {
    self.kind = kind
    self.read = read
  }

  /// The real file system.
  public static let disk = FileProbe(
    kind: { path in
      var isDirectory = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return .missing }
      return isDirectory ? .directory : .file
    },
    read: { path, bytesMax in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      guard
        let size = attributes?[.size] as? UInt64 ?? (attributes?[.size] as? Int).map(UInt64.init(clamping:)),
        size <= UInt64(bytesMax)
      else { return nil }
      return FileManager.default.contents(atPath: path).map(Array.init)
    })

  /// Files that exist in memory only, as tests want them. Every ancestor of a file is a directory.
  public static func memory(_ files: [String: String]) -> FileProbe {
    FileProbe(
      kind: { path in
        if files[path] != nil { return .file }
        return files.keys.contains { $0.hasPrefix(path + "/") } ? .directory : .missing
      },
      read: { path, bytesMax in
        guard let text = files[path], text.utf8.count <= bytesMax else { return nil }
        return Array(text.utf8)
      })
  }
}
