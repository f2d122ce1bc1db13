/// Batches of lines, posted as NDJSON.
///
/// Any status from 200 to 299 says that the whole batch has arrived. The fields `Precinct-Log`, `Precinct-First` and
/// `Precinct-Last` name it, so that a receiver can tell a batch that it has already.
final class HTTPSink: Sink {
  private let post: HTTPPost
  private let format: SinkFormat
  private let content: SinkContent
  private let origin: String

  init(_ endpoint: SinkEndpoint, _ format: SinkFormat, _ content: SinkContent, origin: String) {
    post = HTTPPost(endpoint: endpoint)
    self.format = format
    self.content = content
    self.origin = origin
  }

  func deliver(_ records: [SinkRecord]) -> SinkDelivery {
    // Halves of what is too large wait here, the earliest last.
    var parts = [records[...]]
    var rejected: [(record: SinkRecord, reason: String)] = []
    while let part = parts.popLast(), let first = part.first {
      do throws(SinkFailure) {
        let answer = try send(part)
        guard let failure = HTTPPost.failure(answer) else { continue }
        guard answer.status == 413 else { throw failure }
        if part.count == 1 {
          rejected.append((first, failure.reason))
        } else {
          let middle = part.startIndex + part.count / 2
          parts += [part[middle...], part[..<middle]]
        }
      } catch {
        return SinkDelivery(left: Array((parts + [part]).reversed().joined()), rejected: rejected, failure: error)
      }
    }
    return SinkDelivery(rejected: rejected)
  }

  private func send(_ records: ArraySlice<SinkRecord>) throws(SinkFailure) -> HTTPPost.Answer {
    var body: [UInt8] = []
    for record in records { body += format.text(of: record, content, origin: origin) + [0x0a] }
    return try post.send(
      body, type: format == .cef && content == .entries ? "text/plain; charset=utf-8" : "application/x-ndjson",
      fields: [
        ("Precinct-Log", origin), ("Precinct-First", String(records.first?.sequence ?? 0)),
        ("Precinct-Last", String(records.last?.sequence ?? 0)),
      ])
  }
}
