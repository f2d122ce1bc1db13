/// Reads the files of a tar archive that is in memory. Nothing is written anywhere.
///
/// Names are taken relative to the archive's root, with or without a slash at the front. One that climbs out of it is
/// refused, and so are links and devices: whatever reads the same archive with other tools must see the same files.
struct TarReader {
  struct File: Sendable, Equatable {
    /// With slashes, without one at the front.
    let path: String
    let bytes: [UInt8]
  }

  let limits: ArchiveLimits

  /// Every regular file, in the order of the archive.
  func files(in archive: [UInt8]) throws(ArchiveError) -> [File] {
    var files: [File] = []
    var seen: Set<String> = []
    var rest = archive[...]
    var longName: String?
    var entries = 0
    while let block = try Self.block(&rest) {
      guard let header = TarHeader(block) else {
        throw ArchiveError(.malformed, "The archive is not a tar archive (byte \(block.startIndex)).")
      }
      entries += 1
      guard entries <= limits.entriesMax else {
        throw ArchiveError(.tooManyFiles, "The archive has more than \(limits.entriesMax) entries.")
      }
      let path = longName ?? header.path
      let content = try content(of: header, path, &rest)
      switch header.kind {
      case .longName: longName = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
      case .extended: longName = Self.path(inRecords: content) ?? longName
      case .global: break
      case .directory:
        _ = try relative(path)
        longName = nil
      case .file:
        let name = try relative(path)
        guard !name.isEmpty, seen.insert(name).inserted else {
          throw ArchiveError(.entryRefused, "The archive holds \"\(Self.shown(path))\" twice, or without a name.")
        }
        files.append(File(path: name, bytes: Array(content)))
        longName = nil
      case .link, .other:
        throw ArchiveError(
          .entryRefused, "\"\(Self.shown(path))\" is neither a file nor a directory; put the file itself in.")
      }
    }
    return files
  }

  /// The next header; nil at the end, which is a block of zeros or of nothing.
  private static func block(_ rest: inout ArraySlice<UInt8>) throws(ArchiveError) -> ArraySlice<UInt8>? {
    guard !rest.isEmpty else { return nil }
    guard rest.count >= TarHeader.bytes else {
      throw ArchiveError(.truncated, "The archive ends within an entry's head.")
    }
    let block = rest.prefix(TarHeader.bytes)
    rest = rest.dropFirst(TarHeader.bytes)
    return block.allSatisfy { $0 == 0 } ? nil : block
  }

  private func content(
    of header: TarHeader, _ path: String, _ rest: inout ArraySlice<UInt8>
  ) throws(ArchiveError) -> ArraySlice<UInt8> {
    guard header.size <= limits.fileBytesMax else {
      throw ArchiveError(.tooLarge, "\"\(Self.shown(path))\" is larger than \(limits.fileBytesMax) bytes.")
    }
    guard header.size <= rest.count else {
      throw ArchiveError(.truncated, "The archive ends within \"\(Self.shown(path))\".")
    }
    let content = rest.prefix(header.size)
    let padded = (header.size + TarHeader.bytes - 1) / TarHeader.bytes * TarHeader.bytes
    rest = rest.dropFirst(padded)
    return content
  }

  /// The path below the root, without `.` and empty parts.
  private func relative(_ path: String) throws(ArchiveError) -> String {
    guard path.utf8.count <= limits.pathBytesMax else {
      throw ArchiveError(.entryRefused, "A path is longer than \(limits.pathBytesMax) bytes.")
    }
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard !parts.contains(".."), !path.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\\") }) else {
      throw ArchiveError(.pathOutside, "The path \"\(Self.shown(path))\" leads out of the archive.")
    }
    return parts.joined(separator: "/")
  }

  /// The value of `path` among pax records: `LENGTH KEY=VALUE\n`, the length being that of the whole record.
  private static func path(inRecords content: ArraySlice<UInt8>) -> String? {
    var rest = content
    var found: String?
    while let space = rest.firstIndex(of: UInt8(ascii: " ")),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > 0, length <= rest.count
    {
      let end = rest.startIndex + length
      guard space < end else { return found }
      let record = rest[(space + 1)..<end]
      if record.starts(with: "path=".utf8) {
        found = String(decoding: record.dropFirst(5).prefix { $0 != 0x0A }, as: UTF8.self)
      }
      rest = rest[end...]
    }
    return found
  }

  /// A name as it may stand in a message.
  private static func shown(_ path: String) -> String {
    String(String.UnicodeScalarView(path.unicodeScalars.prefix(80).map { $0.value < 0x20 ? "?" : $0 }))
  }
}
