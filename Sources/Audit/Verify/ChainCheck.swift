/// Follows a chain line by line, and tells what is wrong with the first line that does not fit.
///
/// Pure: links in, damage out. States: `following` → `suspecting` (a line does not fit; the next one will
/// tell more) → `found`, or → `looking` (reads on, to tell what is missing from what was moved) → `found`.
struct ChainCheck: Sendable {
  enum State: Sendable {
    case following
    case suspecting(ChainLink)
    /// The damage if the sequence does not come again, and if it does.
    case looking(for: UInt64, absent: AuditDamage, present: AuditDamage)
    case found(AuditDamage)
  }

  /// The last line that fits.
  struct Last: Sendable {
    let place: ChainLink.Place
    /// The hash of the line before it.
    let before: AuditHash
  }

  private var state = State.following
  /// The chain up to the last line that fits.
  private(set) var end = Chain.empty
  private(set) var last: Last?
  private(set) var first: UInt64?
  /// Whether the first line may have any number, because what came before is kept elsewhere.
  private let isPartial: Bool
  private let head: LogHead?
  /// What is named if there is no line at all.
  private let path: String

  /// Whether every line so far fits.
  var isFollowing: Bool { if case .following = state { true } else { false } }

  /// - Parameter sequence: What is known to be there before the first line; that line goes on from it whatever it names.
  init(of path: String, isPartial: Bool, head: LogHead?, after sequence: UInt64 = 0) {
    if sequence > 0 { end = Chain(sequence: sequence, hash: .genesis) }
    self.path = path
    self.isPartial = isPartial
    self.head = head
  }

  /// Takes the next line. Returns whether more need to be read.
  mutating func feed(_ link: ChainLink) -> Bool {
    switch state {
    case .following: follow(link)
    case .suspecting(let suspect):
      state = ChainDiagnosis(path: path, end: end, last: last, head: head).judge(suspect, next: link)
      look(at: link)
    case .looking: look(at: link)
    case .found: break
    }
    if case .found = state { return false }
    return true
  }

  /// Takes the end of the log. Returns the damage, if there is any.
  mutating func finish() -> AuditDamage? {
    let diagnosis = ChainDiagnosis(path: path, end: end, last: last, head: head)
    if case .suspecting(let suspect) = state { state = diagnosis.judge(suspect, next: nil) }
    switch state {
    case .found(let damage), .looking(_, let damage, _): return damage
    case .following, .suspecting: return diagnosis.judgeEnd()
    }
  }

  private mutating func follow(_ link: ChainLink) {
    guard let frame = link.frame else { return state = .suspecting(link) }
    if first == nil, isPartial, frame.sequence > 0 {
      end = Chain(sequence: frame.sequence - 1, hash: frame.previous)
    }
    guard frame.sequence == end.sequence &+ 1, frame.previous == end.hash else {
      return state = .suspecting(link)
    }
    if let head, let last, head.sequence == end.sequence, head.hash != end.hash {
      return state = .found(ChainDiagnosis.forked(last.place, head))
    }
    if first == nil { first = frame.sequence }
    last = Last(place: link.place, before: end.hash)
    end = Chain(sequence: frame.sequence, hash: link.hash)
  }

  private mutating func look(at link: ChainLink) {
    guard case .looking(let sequence, _, let present) = state, link.frame?.sequence == sequence else {
      return
    }
    state = .found(present)
  }
}
