import Hummingbird

/// Turns every error into an answer, at one place.
struct ErrorEnvelope: RouterMiddleware {
  typealias Context = BasicRequestContext

  func handle(
    _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let answer = Self.answer(to: error, request)
      return Response(answer.document, status: answer.status)
    }
  }

  private static func answer(to error: any Error, _ request: Request) -> ControlError {
    if let known = ControlError(error) { return known }
    guard let error = error as? any HTTPResponseError else {
      return ControlError(.internalServerError, "control_internal_fault", "The control plane could not do this.")
    }
    switch error.status {
    case .notFound: return .notFound("There is nothing at \(request.uri.path).")
    case .contentTooLarge:
      return ControlError(error.status, "control_request_too_large", "The control plane takes no request so large.")
    default: return ControlError(error.status, "control_request_invalid", "The request cannot be understood.")
    }
  }
}
