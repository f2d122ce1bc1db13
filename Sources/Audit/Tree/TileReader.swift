/// Reads nodes of the tree from its tiles. Blocks on the disk; confined to the thread that uses it.
///
/// A tile holds 256 hashes, 8 KiB, as in C2SP tlog-tiles: those of level 0 are leaves, each of the next level is the
/// root of one full tile below. The tiles of a level stand one after the other in one file that is named after it, so
/// tile N is the N-th 8 KiB. They are derived from the log, and trusted only as far as a signed root follows from them.
final class TileReader {
  /// Levels in the height of one tile.
  static let tileHeight = 8

  private let directory: String
  private var files: [Int: ReadableFile] = [:]

  init(_ paths: LogPaths) {
    directory = paths.tiles
  }

  static func path(_ directory: String, level: Int) -> String { "\(directory)/\(level)" }

  /// Hashes in the file of a level, for a tree of `size` leaves.
  static func hashes(in level: Int, size: UInt64) -> UInt64 {
    level * tileHeight < 64 ? size >> UInt64(level * tileHeight) : 0
  }

  /// The root of a complete subtree.
  ///
  /// - Throws: ``AuditError`` `audit_file_failed` if the tiles do not hold it.
  func node(height: Int, index: UInt64) throws(AuditError) -> AuditHash {
    let level = height / Self.tileHeight
    let count = 1 << (height % Self.tileHeight)
    let path = Self.path(directory, level: level)
    let file = try file(level)
    let (start, overflow) = index.multipliedReportingOverflow(by: UInt64(count * AuditHash.byteCount))
    guard !overflow, let offset = Int(exactly: start), offset <= file.length - count * AuditHash.byteCount else {
      throw .noTile(path)
    }
    let bytes = try file.read(offset..<(offset + count * AuditHash.byteCount))
    var row = stride(from: 0, to: bytes.count, by: AuditHash.byteCount).compactMap {
      AuditHash(bytes: bytes[$0..<min($0 + AuditHash.byteCount, bytes.count)])
    }
    guard row.count == count else { throw .noTile(path) }
    while row.count > 1 {
      row = stride(from: 0, to: row.count, by: 2).map { AuditHash.node(row[$0], row[$0 + 1]) }
    }
    return row[0]
  }

  private func file(_ level: Int) throws(AuditError) -> ReadableFile {
    if let file = files[level] { return file }
    let file = try ReadableFile(Self.path(directory, level: level))
    files[level] = file
    return file
  }

  func frontier(size: UInt64) throws(AuditError) -> TreeFrontier {
    try TreeFrontier(size: size) { height, index throws(AuditError) in try node(height: height, index: index) }
  }

  /// The hashes of a proof.
  func hashes(of ranges: [TreeRange]) throws(AuditError) -> [AuditHash] {
    var hashes: [AuditHash] = []
    for range in ranges {
      hashes.append(try range.hash { height, index throws(AuditError) in try node(height: height, index: index) })
    }
    return hashes
  }
}

extension AuditError {
  static func noTile(_ path: String) -> Self {
    Self(.fileFailed, "\(path) does not hold the tree.", remediation: "Opening the log makes it again.")
  }
}
