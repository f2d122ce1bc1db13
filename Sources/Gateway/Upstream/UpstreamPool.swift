import NIOCore
import NIOSSL

/// All upstream connections of one event loop, by origin. Confined to that loop.
final class UpstreamPool {
  private struct Key: Hashable {
    let origin: UpstreamOrigin
    let limits: UpstreamLimits

    func hash(into hasher: inout Hasher) { hasher.combine(origin) }
  }

  private let eventLoop: any EventLoop
  private let tls: NIOSSLContext?
  private let identity: IdentitySource
  private var pools: [Key: UpstreamOriginPool] = [:]

  init(eventLoop: any EventLoop, tls: NIOSSLContext?, identity: IdentitySource) {
    self.eventLoop = eventLoop
    self.identity = identity
    self.tls = tls
  }

  func pool(for origin: UpstreamOrigin, limits: UpstreamLimits) -> UpstreamOriginPool {
    let key = Key(origin: origin, limits: limits)
    if let pool = pools[key] { return pool }
    let pool = UpstreamOriginPool(
      origin: origin, limits: limits, eventLoop: eventLoop, tls: origin.isSecure ? tls : nil, identity: identity)
    pools[key] = pool
    return pool
  }

  func tick(now: UInt64) {
    for pool in pools.values { pool.tick(now: now) }
  }

  func closeAll() {
    for pool in pools.values { pool.closeAll() }
  }
}
