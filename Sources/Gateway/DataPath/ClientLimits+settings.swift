import Settings

extension ClientLimits {
  init(_ listener: DataListenerSettings, _ limits: LimitSettings) {
    headBytesMax = limits.headerBytesMax
    bodyBytesMax = limits.bodyBytesMax
    requestTimeout = listener.requestTimeout
    writeTimeout = listener.writeTimeout
    keepAlive = listener.idleTimeout
  }
}
