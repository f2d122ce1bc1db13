/// Holds checkpoints against keys.
struct SignatureCheck: Sendable {
  let keys: [NoteKey]
  /// Whether the keys come from the one who verifies, and not from beside the log: then one of them must have signed.
  let isGiven: Bool

  struct Result: Sendable, Equatable {
    /// Checkpoints that a key signed.
    var signed = 0
    /// Entries that the largest of them covers.
    var size: UInt64 = 0
    /// Checkpoints that only keys signed that are not known here.
    var unknown = 0
    var damage: AuditDamage?
  }

  func check(_ file: CheckpointFile) -> Result {
    var result = Result()
    var before: UInt64 = 0
    func damage(_ kind: AuditDamage.Kind, _ line: Int, _ size: UInt64, _ evidence: String) -> Result {
      result.damage = AuditDamage(
        kind: kind, path: file.path, line: line, sequences: min(before + 1, size)...size, evidence: evidence)
      return result
    }
    for entry in file.entries {
      let size = entry.checkpoint.size
      if size < before { return damage(.reordered, entry.line, size, "it covers fewer entries than the one before") }
      let known = keys.filter { key in entry.note.signatures.contains { $0.name == key.name && $0.keyID == key.id } }
      if !known.allSatisfy({ $0.verifies(entry.note) }) {
        return damage(.changed, entry.line, size, "its signature does not hold")
      }
      if known.isEmpty { result.unknown += 1 } else { (result.signed, result.size) = (result.signed + 1, size) }
      before = size
    }
    if let line = file.damagedLine { return damage(.changed, line, before + 1, "it is no signed checkpoint") }
    if isGiven, result.signed == 0 {
      return damage(.forked, 0, max(1, before), "no checkpoint is signed with a key that was given")
    }
    return result
  }
}
