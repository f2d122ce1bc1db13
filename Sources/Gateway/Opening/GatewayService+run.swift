public import ServiceLifecycle

extension GatewayService: Service {
  /// Listens until the group shuts down, then drains.
  public func run() async throws {
    try await start()
    try? await gracefulShutdown()
    await stop()
  }
}
