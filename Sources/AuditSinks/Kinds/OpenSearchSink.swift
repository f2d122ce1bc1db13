import Basics

/// The bulk API of OpenSearch.
///
/// Every document is created under an identifier made of the log's name and the sequence, so that one that has arrived
/// already is refused as a conflict, and arrives once. The answer is read item by item, whatever it says of the whole: what
/// is not named as done is sent again; a document that can never be taken is put aside, and the rest goes on.
///
/// - Source: OpenSearch documentation, Bulk.
final class OpenSearchSink: Sink {
  private let post: HTTPPost
  private let format: SinkFormat
  private let content: SinkContent
  private let origin: String
  private let index: String

  init(_ endpoint: SinkEndpoint, index: String, _ format: SinkFormat, _ content: SinkContent, origin: String) {
    post = HTTPPost(endpoint: endpoint)
    self.index = index
    self.format = format
    self.content = content
    self.origin = origin
  }

  func deliver(_ records: [SinkRecord]) -> SinkDelivery {
    var body: [UInt8] = []
    for record in records { append(record, to: &body) }
    do throws(SinkFailure) {
      let answer = try post.send(body, type: "application/x-ndjson")
      if let failure = HTTPPost.failure(answer) { throw failure }
      guard let bulk = BulkAnswer(answer.body) else { throw SinkFailure("the answer is none of the bulk API") }
      return bulk.delivery(of: records) { id(of: $0) }
    } catch { return .failed(records, error) }
  }

  private func id(of record: SinkRecord) -> String {
    content == .entries ? "\(origin)/\(record.sequence)" : "\(origin)/checkpoint/\(record.sequence)"
  }

  private func append(_ record: SinkRecord, to body: inout [UInt8]) {
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    writer.key("create")
    writer.beginObject()
    writer.key("_index")
    writer.string(index)
    writer.key("_id")
    writer.string(id(of: record))
    writer.endObject()
    writer.endObject()
    body += writer.bytes
    body.append(0x0a)
    body += document(record)
    body.append(0x0a)
  }

  /// Data streams want the time under a name of their own, before everything that the log holds.
  private func document(_ record: SinkRecord) -> [UInt8] {
    let text = format.text(of: record, content, origin: origin)
    guard content == .entries, let time = EntryValues(record.bytes)?.text("timestamp"), text.first == 0x7b else {
      return text
    }
    var writer = JSONWriter(capacity: 64)
    writer.beginObject()
    writer.key("@timestamp")
    writer.string(time)
    return writer.bytes + [0x2c] + text.dropFirst()
  }
}
