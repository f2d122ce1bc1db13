/// What carries the messages of a ``ServerChannel``. Every call is made on its event loop.
protocol ServerTransport: AnyObject {
  func send(_ message: [UInt8])
  func close()
}
