import NIOCore

/// RFC 5424 messages over TCP or TLS.
///
/// Syslog has no receipts. So every delivery has a connection of its own, and counts as arrived when the receiver has
/// read all of it and closed after us.
final class SyslogSink: Sink {
  private let endpoint: SinkEndpoint
  private let text: SyslogText
  private let content: SinkContent

  init(_ endpoint: SinkEndpoint, _ text: SyslogText, _ content: SinkContent) {
    self.endpoint = endpoint
    self.text = text
    self.content = content
  }

  func deliver(_ records: [SinkRecord]) -> SinkDelivery {
    var frames = ByteBuffer()
    for record in records { frames.writeBytes(text.frame(record, content)) }
    do throws(SinkFailure) {
      try endpoint.exchange { [frames] channel, end in
        let stream = StreamEnd(end)
        try channel.pipeline.syncOperations.addHandler(stream, position: .first)
        try channel.pipeline.syncOperations.addHandler(StreamWriter(frames, stream: stream, end: end))
      }
      return .whole
    } catch { return .failed(records, error) }
  }
}
