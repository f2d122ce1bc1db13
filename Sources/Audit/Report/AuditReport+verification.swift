import Basics

extension AuditReport {
  /// What a verification found, for people.
  public static func text(_ result: AuditVerification, of path: String) -> String {
    var lines: [String] = []
    if let damage = result.damage {
      let place = damage.line > 0 ? "line \(damage.line) of \(damage.path)" : damage.path
      lines.append("DAMAGED  \(path)")
      lines.append("  \(damage.kind.rawValue): \(Self.entries(damage.sequences)), \(place)")
      lines.append("  \(damage.evidence)")
      lines.append("  before it, entries \(result.first) to \(result.last) are as they were written")
      if result.entries == 0 { lines[lines.count - 1] = "  no entry before it is as it was written" }
    } else {
      lines.append("INTACT  \(path)")
      lines.append(
        result.entries == 0
          ? "  no entries"
          : "  entries \(result.first) to \(result.last), \(result.bytes) bytes in \(result.segments) files")
      lines.append("  last hash \(result.lastHash)")
    }
    if result.first > 1 {
      lines.append("  entries before \(result.first) are kept elsewhere, and were not read")
    }
    switch result.head {
    case let head? where head > 0: lines.append("  the head file covers entry \(head)")
    default: lines.append("  no head file: lines missing at the end would not show")
    }
    lines += checkpoints(result)
    if result.tornBytes > 0 { lines.append("  \(result.tornBytes) bytes at the end are not a line yet") }
    return lines.map { PlainText.visible($0) + "\n" }.joined()
  }

  private static func checkpoints(_ result: AuditVerification) -> [String] {
    var lines: [String] = []
    if result.checkpoints > 0 {
      lines.append("  \(result.checkpoints) signed checkpoints, the last covers entry \(result.covered)")
    } else {
      lines.append("  no signed checkpoints: a log that was written anew would not show")
    }
    if result.unknownCheckpoints > 0 {
      lines.append("  \(result.unknownCheckpoints) checkpoints are signed with other keys than were given")
    }
    if result.cosigned > 0 {
      lines.append("  \(result.cosigned) cosignatures of witnesses, the last covers entry \(result.witnessed)")
    }
    return lines + result.keys.map { "  key \($0)" }
  }

  /// The same as one JSON object.
  public static func json(_ result: AuditVerification, of path: String) -> [UInt8] {
    var writer = JSONWriter(capacity: 512)
    writer.beginObject()
    writer.key("path")
    writer.string(path)
    writer.key("intact")
    writer.bool(result.isIntact)
    writer.key("entries")
    writer.integer(Int(clamping: result.entries))
    writer.key("first_sequence")
    writer.integer(Int(clamping: result.first))
    writer.key("last_sequence")
    writer.integer(Int(clamping: result.last))
    writer.key("last_hash")
    writer.string(result.lastHash)
    writer.key("files")
    writer.integer(result.segments)
    writer.key("bytes")
    writer.integer(result.bytes)
    writer.key("head_sequence")
    if let head = result.head { writer.integer(Int(clamping: head)) } else { writer.null() }
    writer.key("root")
    writer.string(result.root)
    writer.key("checkpoints")
    writer.integer(result.checkpoints)
    writer.key("checkpoint_sequence")
    writer.integer(Int(clamping: result.covered))
    writer.key("unknown_checkpoints")
    writer.integer(result.unknownCheckpoints)
    writer.key("cosignatures")
    writer.integer(result.cosigned)
    writer.key("cosigned_sequence")
    writer.integer(Int(clamping: result.witnessed))
    writer.key("torn_bytes")
    writer.integer(result.tornBytes)
    writer.key("damage")
    if let damage = result.damage { write(damage, to: &writer) } else { writer.null() }
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ damage: AuditDamage, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("kind")
    writer.string(damage.kind.rawValue)
    writer.key("file")
    writer.string(damage.path)
    writer.key("line")
    writer.integer(damage.line)
    writer.key("first_sequence")
    writer.integer(Int(clamping: damage.sequences.lowerBound))
    writer.key("last_sequence")
    writer.integer(Int(clamping: damage.sequences.upperBound))
    writer.key("evidence")
    writer.string(damage.evidence)
    writer.endObject()
  }

  private static func entries(_ sequences: ClosedRange<UInt64>) -> String {
    sequences.count == 1
      ? "entry \(sequences.lowerBound)" : "entries \(sequences.lowerBound) to \(sequences.upperBound)"
  }
}
