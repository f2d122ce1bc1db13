#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Writes the tree's tiles as it grows; see ``TileReader`` for their form. Confined to the thread that uses it.
final class TileWriter {
  private final class Level {
    let file: LogFile
    var waiting: [UInt8] = []
    init(_ file: LogFile) { self.file = file }
  }

  /// Bytes of leaves after which they are handed to the kernel. 64 KiB.
  private static let waitingBytesMax = 64 << 10

  private let directory: String
  private var levels: [Level] = []
  private(set) var frontier: TreeFrontier

  /// Goes on after `frontier`: the tiles hold it, and what they hold beyond it is cut off.
  init(_ paths: LogPaths, after frontier: TreeFrontier) throws(AuditError) {
    directory = paths.tiles
    self.frontier = frontier
    if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST { throw .file("create", directory) }
    var level = 0
    while level == 0 || TileReader.hashes(in: level, size: frontier.size) > 0 {
      try open(level, hashes: TileReader.hashes(in: level, size: frontier.size))
      level += 1
    }
  }

  /// Adds the leaf of a line. Nothing is written yet.
  func append(_ line: AuditHash) {
    frontier.append(AuditHash.leaf(line)) { height, hash in
      guard height.isMultiple(of: TileReader.tileHeight) else { return }
      let level = height / TileReader.tileHeight
      while levels.count <= level {
        do throws(AuditError) { try open(levels.count, hashes: 0) } catch { return failure = error }
      }
      levels[level].waiting += hash.bytes
    }
  }

  /// Why a file could not be made; told at the next flush.
  private var failure: AuditError?

  /// Hands what waits to the kernel if it is much.
  func flushIfMuch() throws(AuditError) {
    if levels[0].waiting.count >= Self.waitingBytesMax { try flush() }
  }

  /// Hands everything to the kernel.
  func flush() throws(AuditError) {
    if let failure { throw failure }
    for level in levels where !level.waiting.isEmpty {
      let before = level.file.length
      do throws(AuditError) { try level.file.append(level.waiting) } catch {
        try? level.file.truncate(to: before)
        throw error
      }
      level.waiting.removeAll(keepingCapacity: true)
    }
  }

  /// Makes everything durable.
  func synchronize() throws(AuditError) {
    try flush()
    for level in levels { try level.file.synchronize() }
  }

  private func open(_ level: Int, hashes: UInt64) throws(AuditError) {
    let file = try LogFile(TileReader.path(directory, level: level), creating: true, calls: .system)
    let length = Int(clamping: hashes) * AuditHash.byteCount
    guard file.length >= length else { throw .noTile(file.path) }
    if file.length > length { try file.truncate(to: length) }
    levels.append(Level(file))
  }
}
