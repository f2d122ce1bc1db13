import Basics

/// A checkpoint as JSON: what it says, and the signed note to check it with.
enum CheckpointText {
  static func json(_ record: SinkRecord) -> [UInt8] {
    let note = String(decoding: record.bytes, as: UTF8.self)
    let lines = note.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    var writer = JSONWriter(capacity: record.bytes.count + 256)
    writer.beginObject()
    writer.key("event")
    writer.string("checkpoint")
    writer.key("origin")
    writer.string(String(lines.first ?? ""))
    writer.key("size")
    writer.raw(String(record.sequence).utf8)
    writer.key("root")
    writer.string(lines.count > 2 ? String(lines[2]) : "")
    writer.key("note")
    writer.string(note)
    writer.endObject()
    return writer.bytes
  }
}
