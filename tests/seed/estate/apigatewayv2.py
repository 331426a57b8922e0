"""HTTP and WebSocket APIs: logged and authorized in the east, neither in the west."""

from estate import ACCOUNT, EAST, WEST

LOGS = f"arn:aws:logs:{EAST}:{ACCOUNT}:log-group:estate-feed"


def seed(aws):
    for region, sound in ((EAST, True), (WEST, False)):
        api = aws("apigatewayv2", region)
        origins = ["https://portal.example.com"] if sound else ["*"]
        http = api.create_api(Name="estate-feed", ProtocolType="HTTP", CorsConfiguration={"AllowOrigins": origins})
        chat = api.create_api(
            Name="estate-chat", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
        )
        authorization = "AWS_IAM" if sound else "NONE"
        for made, keys in ((http, ["GET /results", "OPTIONS /results"]), (chat, ["$connect", "send"])):
            for key in keys:
                kind = authorization if key in ("GET /results", "$connect") else "NONE"
                api.create_route(ApiId=made["ApiId"], RouteKey=key, AuthorizationType=kind)
            log = {"AccessLogSettings": {"DestinationArn": LOGS, "Format": "$context.requestId"}} if sound else {}
            level = {"LoggingLevel": "INFO" if sound else "OFF", "DataTraceEnabled": False}
            api.create_stage(ApiId=made["ApiId"], StageName="prod", DefaultRouteSettings=level, **log)
