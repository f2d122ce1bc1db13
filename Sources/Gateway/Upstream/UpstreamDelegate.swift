import NIOCore

/// Who receives an upstream's answer. Every call is made on the event loop of the exchange, in the order head,
/// body…, end; or a failure at any point, after which nothing follows.
protocol UpstreamDelegate: AnyObject {
  /// A connection is there: write the request to it now.
  func upstreamReady(_ connection: UpstreamConnection)
  func upstreamHead(_ head: HTTPHead)
  func upstreamBody(_ part: ByteBuffer)
  func upstreamEnd()
  func upstreamFailed(_ failure: UpstreamFailure)
}
