import Settings

extension ClientLimits {
  init(_ listener: DataListenerSettings, _ limits: LimitSettings) {
    headBytesMax = limits.headerBytesMax
    bodyBytesMax = limits.bodyBytesMax
    requestTimeout = listener.headTimeout + listener.bodyTimeout
    keepAlive = listener.idleTimeout
  }
}
