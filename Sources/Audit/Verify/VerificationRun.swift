/// One reading of a log from front to end.
struct VerificationRun {
  /// Bytes between two reports of progress. 16 MiB.
  private static let progressBytes = 16 << 20

  private let paths: LogPaths
  private let start: CoveredTree?
  private var chain: ChainCheck
  private var tree: TreeCheck?
  private let checkpoints: [CheckpointFile.Entry]
  private var result = AuditVerification()
  private var damage: AuditDamage?
  /// What a checkpoint or a footer has against the last line. If the next line goes on from that line, it is so; if not, the
  /// line was changed after it was written, which the chain will say.
  private var suspicion: (ofTree: AuditDamage?, ofFooter: AuditDamage?) = (nil, nil)
  private var place: ChainLink.Place
  private var hasBegun = false

  init(
    _ paths: LogPaths, head: LogHead?, isPartial: Bool, start: CoveredTree?, checkpoints: [CheckpointFile.Entry]
  ) {
    self.paths = paths
    self.start = start
    self.checkpoints = checkpoints
    let size = start?.size ?? 0
    chain = ChainCheck(
      of: paths.active, isPartial: isPartial || start != nil,
      head: head.flatMap { $0.sequence > size ? $0 : nil }, after: size)
    // A tree needs its first leaf, or an edge to go on from.
    tree = isPartial && start == nil ? nil : TreeCheck(after: start?.frontier ?? TreeFrontier(), checkpoints)
    place = ChainLink.Place(path: paths.active, line: 0)
    result.head = head?.sequence
  }

  mutating func read(_ files: [ReadableFile], progress: (_ done: Int, _ total: Int) -> Void) throws(AuditError) {
    result.segments = files.count
    let total = files.reduce(0) { $0 + $1.length }
    var told = 0
    for file in files {
      var segment = Segment(path: file.path, isClosed: file.path != paths.active, length: file.length)
      var goesOn = true
      unsafe try LineReader(file: file).forEachLine { bytes, kind in
        goesOn = unsafe take(bytes, kind, &segment)
        if result.bytes - told >= Self.progressBytes {
          told = result.bytes
          progress(told, total)
        }
        return goesOn
      }
      if !goesOn, damage != nil || !segment.isEnded { break }
    }
    progress(total, total)
  }

  /// The segment that is being read.
  private struct Segment {
    let path: String
    let isClosed: Bool
    let length: Int
    var lines = 0
    var bytes = 0
    var first: UInt64 = 0
    /// Whether what follows in the file does not matter.
    var isEnded = false
  }

  /// Takes a line; returns whether to read on.
  private mutating func take(
    _ bytes: UnsafeRawBufferPointer, _ kind: LineReader.Line, _ segment: inout Segment
  ) -> Bool {
    segment.lines += 1
    guard kind != .torn || segment.isClosed else {
      result.tornBytes = bytes.count
      segment.isEnded = true
      return false
    }
    let before = segment.bytes
    segment.bytes += bytes.count + 1
    result.bytes += bytes.count + 1
    let here = ChainLink.Place(path: segment.path, line: segment.lines)
    let frame = kind == .whole ? unsafe LineFrame(of: bytes) : nil
    if frame == nil, kind == .whole, unsafe SegmentFooter.isFooter(bytes), segment.bytes == segment.length {
      damage = unsafe footerDamage(SegmentFooter(of: bytes), segment, before, here)
      return damage == nil
    }
    if let start, !hasBegun, let frame, frame.sequence <= start.size { return true }
    if segment.first == 0 { segment.first = frame?.sequence ?? 0 }
    return unsafe follow(ChainLink(frame: frame, hash: AuditHash(of: bytes), place: here))
  }

  private mutating func follow(_ link: ChainLink) -> Bool {
    if !hasBegun, let start {
      damage = start.check(link)
      if damage != nil { return false }
    }
    hasBegun = true
    if let suspected = suspicion.ofTree ?? suspicion.ofFooter, chain.isFollowing {
      suspicion = (nil, nil)
      if link.frame?.previous == chain.end.hash {
        damage = suspected
        return false
      }
    }
    let goesOn = chain.feed(link)
    guard chain.end.sequence == link.frame?.sequence, chain.end.hash == link.hash else { return goesOn }
    place = link.place
    suspicion.ofTree = tree?.feed(link.hash, at: link.place)
    return goesOn
  }

  /// What a footer shows beside the lines before it. Lines that were not read are not compared.
  private mutating func footerDamage(
    _ footer: SegmentFooter?, _ segment: Segment, _ bytes: Int, _ place: ChainLink.Place
  ) -> AuditDamage? {
    let last = max(1, chain.end.sequence)
    func damage(_ evidence: String) -> AuditDamage {
      AuditDamage(kind: .changed, path: place.path, line: place.line, sequences: last...last, evidence: evidence)
    }
    guard let footer else { return damage("the segment's footer cannot be read") }
    guard chain.isFollowing, segment.first > 0, start == nil || segment.first > start?.size ?? 0 else { return nil }
    guard segment.isClosed || footer.last == chain.end.sequence else { return damage("the footer is not the end") }
    let own = SegmentFooter(first: segment.first, last: chain.end.sequence, bytes: bytes, lastHash: chain.end.hash)
    guard footer != own else { return nil }
    let disagreement = damage("the segment's footer does not agree with its lines")
    // The hash is of the last line alone, so that may be what was changed.
    guard (footer.first, footer.last, footer.bytes) == (own.first, own.last, own.bytes) else { return disagreement }
    suspicion.ofFooter = disagreement
    return nil
  }

  mutating func finish() -> AuditVerification {
    result.damage = damage ?? suspicion.ofTree ?? chain.finish() ?? suspicion.ofFooter ?? tree?.finish(at: place)
    result.first = chain.first ?? 0
    result.last = chain.end.sequence
    result.entries = chain.first.map { chain.end.sequence - $0 + 1 } ?? 0
    result.lastHash = chain.end.hash.hex
    result.root = tree.map { $0.frontier.root.hex } ?? ""
    return result
  }
}
