/// Tells from a misfit's neighbours what was done: whom the line names as the line before it, and whom the
/// line after it names.
///
/// Exact for one act of damage (one line, or one run of lines, changed, removed, inserted or moved). Where
/// several meet in one place, the place is still right.
struct ChainDiagnosis: Sendable {
  /// What is named if there is no line at all.
  let path: String
  /// The chain up to the last line that fits.
  let end: Chain
  let last: ChainCheck.Last?
  let head: LogHead?

  private var expected: UInt64 { end.sequence &+ 1 }

  /// - Parameter next: The line after `suspect`; nil at the end of the log.
  func judge(_ suspect: ChainLink, next: ChainLink?) -> ChainCheck.State {
    let nextFollowsLast = next?.frame?.previous == end.hash
    guard let frame = suspect.frame else {
      return .found(
        nextFollowsLast
          ? inserted(suspect.place, expected, "the line after it names the line before it")
          : changed(suspect.place, expected, "it has not the form of an audit line"))
    }
    if frame.previous == end.hash {
      return .found(
        nextFollowsLast
          ? inserted(suspect.place, frame.sequence, "the line after it names the same line before it")
          : changed(suspect.place, expected, "it calls itself entry \(frame.sequence)"))
    }
    if nextFollowsLast { return misplaced(suspect, frame) }
    let isIntact = next.map { $0.frame?.previous == suspect.hash } ?? isConfirmed(suspect, frame)
    guard isIntact else {
      return .found(changed(suspect.place, expected, "neither neighbour agrees with its hashes"))
    }
    if frame.sequence == expected { return .found(lastChanged(suspect)) }
    if frame.sequence > expected { return missing(suspect, frame) }
    return .found(repeated(suspect, frame))
  }

  /// What the end of a chain without misfits shows beside the head file.
  func judgeEnd() -> AuditDamage? {
    guard let head else { return nil }
    let place = last?.place ?? ChainLink.Place(path: path, line: 0)
    if head.sequence > end.sequence {
      return AuditDamage(
        kind: .truncated, path: place.path, line: place.line, sequences: expected...head.sequence,
        evidence: "the log ends with entry \(end.sequence), but entry \(head.sequence) was durable")
    }
    if head.sequence == end.sequence, head.hash != end.hash {
      return changed(place, end.sequence, "the head file has another hash of it")
    }
    return nil
  }

  /// The last line of a log has no line after it that could confirm it; the head may.
  private func isConfirmed(_ suspect: ChainLink, _ frame: LineFrame) -> Bool {
    guard let head, head.sequence >= frame.sequence else { return true }
    return head.sequence == frame.sequence && head.hash == suspect.hash
  }

  /// The line after `suspect` goes on where the last line stopped: `suspect` does not belong here.
  private func misplaced(_ suspect: ChainLink, _ frame: LineFrame) -> ChainCheck.State {
    let copy = inserted(suspect.place, frame.sequence, "the line after it names the line before it")
    guard frame.sequence > expected else { return .found(copy) }
    let moved = AuditDamage(
      kind: .reordered, path: suspect.place.path, line: suspect.place.line,
      sequences: frame.sequence...frame.sequence,
      evidence: "it stands before lines that were written before it")
    return .looking(for: frame.sequence, absent: moved, present: copy)
  }

  /// A line further on in the chain stands here: what lies between is gone, or was moved.
  private func missing(_ suspect: ChainLink, _ frame: LineFrame) -> ChainCheck.State {
    let sequences = expected...(frame.sequence - 1)
    let removed = AuditDamage(
      kind: .removed, path: suspect.place.path, line: suspect.place.line, sequences: sequences,
      evidence: "entry \(frame.sequence) stands where entry \(expected) should")
    let moved = AuditDamage(
      kind: .reordered, path: suspect.place.path, line: suspect.place.line, sequences: sequences,
      evidence: "entry \(expected) stands further on")
    return .looking(for: expected, absent: removed, present: moved)
  }

  /// The suspect and the line after it agree, so the line before was changed after the suspect named it.
  private func lastChanged(_ suspect: ChainLink) -> AuditDamage {
    guard let last else { return changed(suspect.place, expected, "the first line does not begin a chain") }
    return changed(last.place, end.sequence, "the line after it names another hash")
  }

  /// A number that was there already: if the line names the predecessor of the last one, the last one is
  /// false.
  private func repeated(_ suspect: ChainLink, _ frame: LineFrame) -> AuditDamage {
    if let last, frame.sequence == end.sequence, frame.previous == last.before {
      return inserted(last.place, end.sequence, "the line after it has the same number and goes on")
    }
    return inserted(suspect.place, frame.sequence, "entry \(frame.sequence) was there already")
  }

  static func forked(_ place: ChainLink.Place, _ head: LogHead) -> AuditDamage {
    AuditDamage(
      kind: .forked, path: place.path, line: place.line, sequences: head.sequence...head.sequence,
      evidence: "the head file has another hash of it, though the chain holds: it was written anew")
  }

  private func changed(_ place: ChainLink.Place, _ sequence: UInt64, _ evidence: String) -> AuditDamage {
    AuditDamage(
      kind: .changed, path: place.path, line: place.line, sequences: sequence...sequence, evidence: evidence)
  }

  private func inserted(_ place: ChainLink.Place, _ sequence: UInt64, _ evidence: String) -> AuditDamage {
    AuditDamage(
      kind: .inserted, path: place.path, line: place.line, sequences: sequence...sequence, evidence: evidence)
  }
}
