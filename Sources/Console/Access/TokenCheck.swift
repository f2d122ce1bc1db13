import HTTPTypes
import Hummingbird

/// Lets nobody into the API without the token of this start.
struct TokenCheck: RouterMiddleware {
  typealias Context = BasicRequestContext
  let token: ControlToken

  func handle(
    _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let proof = request.headers[.authorization], token.isProved(by: proof) else {
      throw ControlError(
        .unauthorized, "control_token_required", "The control API needs the token of the running gateway.",
        remediation: "Send `Authorization: Bearer TOKEN`; the token is in control.token of the state directory.")
    }
    return try await next(request, context)
  }
}
