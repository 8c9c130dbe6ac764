console.log(process.env.OTEL_SDK_DISABLED);
